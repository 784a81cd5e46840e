"""The look: colors by role, type, numerals, the frame, light and perspective."""
