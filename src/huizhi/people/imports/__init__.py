"""Lists of people on their way in: upload, map the columns, preview, apply, refused rows back."""
