"""Makes the boundary files of the register `kazakhstan-china` from one published geometry. See README.md."""
