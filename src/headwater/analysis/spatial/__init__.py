"""Where does harm concentrate, and could it be chance?"""
