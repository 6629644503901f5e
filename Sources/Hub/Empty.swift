// placeholder of an empty room
