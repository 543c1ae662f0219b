"""Ruby's own highlighters beside Pygments (talk, page 9: rewrite it, or take another).

``said.rb`` asks rouge or coderay in Ruby, :mod:`~.ruby` asks it from here.
:mod:`~.classes` makes their kinds of tokens comparable, :mod:`~.agreement` counts
characters of the same class, :mod:`~.covered` languages, :mod:`~.size` the lines of
code that somebody would rewrite.
"""
