package demoapp.playground.node;

import java.util.Optional;

import demoapp.playground.node.commands.Pipe;

/**
 * A client's connection to a process in a container.
 *
 * @param stdin where what the client types goes; empty: nobody reads it
 * @param inputEnds to be called when the client types no more
 * @param leave to be called when the client is gone
 */
public record Session(Optional<Pipe> stdin, Runnable inputEnds, Runnable leave) { }
