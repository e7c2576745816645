"""What readers and companies send in: proposals to correct, and replies, until an editor has dealt with them."""
