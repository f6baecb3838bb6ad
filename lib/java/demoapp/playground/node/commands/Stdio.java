package demoapp.playground.node.commands;

import java.io.OutputStream;

/**
 * How a command is connected to the outside.
 *
 * @param in whether it can be written to; else its standard input is empty
 * @param tty whether there is a terminal between
 * @param err of no use with a terminal, which shows all in one
 */
public record Stdio(boolean in, boolean tty, OutputStream out, OutputStream err) { }
