"""What all patterns share: sockets with limits, their monitors, a flag to stop them."""
