"""Values: what FEEL computes with, and the arithmetic and order of them. Knows no trees."""
