"""The look: colors by role, type, the frame, light and perspective."""
