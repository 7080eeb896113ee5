"""The public page: is this endorsement genuine?"""
