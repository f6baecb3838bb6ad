package demoapp.playground.node.commands;

import java.io.IOException;

/** A program that is called, does its work and ends, as `ls` and `grep` do. */
@FunctionalInterface
interface Command {
    /** Does it all, and returns the exit code. */
    int run(Invocation call) throws IOException, InterruptedException;
}
