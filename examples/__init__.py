"""The programs of the talk, a package a chapter; none knows another."""
