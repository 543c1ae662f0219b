"""Send values of each type through each serializer, and through PHP and Ruby.

Needs phpserialize and itsdangerous; what goes abroad needs php and ruby.
"""

EXAMPLE_KEY = "an example key, not a secret"
"""Signs what is shown, and guards nothing."""
