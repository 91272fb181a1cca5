"""Kernel: users, roles and scope, audit log, two-time facts, encryption, regions, clock, jobs.

What every room needs and none owns. Admission by review.
"""
