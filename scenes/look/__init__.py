"""The look: colours by role, type, the frame, light and perspective."""
