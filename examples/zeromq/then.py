"""2011: sockets on steroids (talk, pages 48-51).

Our own small versions: nothing is closed, nothing has a time-out, and nobody is told
when nobody is there.
"""

import zmq


def push(context, place, tasks):
    socket = context.socket(zmq.PUSH)
    socket.connect(place)
    for task in tasks:
        socket.send(task)


def publish(socket, news):
    for line in news:
        socket.send(line)


def ask(context, place, question):
    socket = context.socket(zmq.REQ)
    socket.connect(place)
    socket.send(question)
    return socket.recv()
