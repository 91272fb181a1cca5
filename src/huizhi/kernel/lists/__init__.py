"""Lists on their way in, of every kind: upload, columns, preview, apply, refused rows back.

A room says what is special about its list with a `ListKind`; see `kinds` for the steps a kind takes
part in and `records` for kinds whose rows are records of one model.
"""
