"""What readers and companies say of the register: corrections, the right of reply, safety."""
