"""Ruby's own highlighters beside Pygments (talk, page 9: rewrite it, or take another).

``tokens.rb`` asks rouge or coderay in Ruby, :mod:`~.ruby` asks it from here.
:mod:`~.classes` makes their kinds of tokens comparable, :mod:`~.agreement` counts
characters of the same class, :mod:`~.coverage` languages, :mod:`~.size` the lines of
code that somebody would rewrite.
"""
