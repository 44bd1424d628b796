"""What the dialect's functions and methods do to abstract values.

Most need no word here: the stub says what they give. A model is written for what calls something,
keeps or changes what it is given, or gives something that depends on its arguments.
"""
