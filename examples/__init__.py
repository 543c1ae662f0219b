"""The programs of the talk, a package a chapter.

One knows another only where its chapter joins the two.
"""
