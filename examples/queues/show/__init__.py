"""What only demonstrates queues."""
