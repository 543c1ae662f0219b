"""The highlighter's faces, as they are measured: who is asked, and by whom."""
