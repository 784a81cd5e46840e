"""How everything looks: colours by role, type, the frame, light and perspective."""
