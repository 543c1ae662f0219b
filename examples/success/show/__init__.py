"""What is only shown: a customer's way, the kills, the comparison, the ending."""
