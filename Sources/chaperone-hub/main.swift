print("chaperone-hub")
