"""Ask every serializer about every type, by way of PHP and Ruby, too.

Needs phpserialize and itsdangerous; what goes abroad needs php and ruby.
"""

EXAMPLE_KEY = "an example key, not a secret"
"""Signs what is shown, and guards nothing."""
