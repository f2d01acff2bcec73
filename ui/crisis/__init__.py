"""When somebody is in a crisis: the card with the numbers, and urgent messages on every screen."""
