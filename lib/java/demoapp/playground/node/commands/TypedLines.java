package demoapp.playground.node.commands;

import java.io.IOException;
import java.io.InterruptedIOException;

import demoapp.playground.node.commands.Script.SyntaxError;

/** A shell that runs what is typed, or piped in, line by line; a line that is not complete waits for the next. */
final class TypedLines {
    private TypedLines() { }

    static int run(Interpreter shell, Streams streams, boolean prompts) throws IOException, InterruptedException {
        var state = shell.state();
        var typed = new StringBuilder();
        while (true) {
            if (prompts) {
                Invocation.write(streams.err(), typed.isEmpty() ? shell.container().prompt(state) : "> ");
            }
            try {
                var line = Builtins.readLine(streams.in());
                if (line == null) {
                    return shell.atExit(state.lastExit, streams);
                }
                typed.append(line).append('\n');
                var script = Parser.parse(typed.toString());
                typed.setLength(0);
                shell.run(script, streams);
            } catch (SyntaxError error) {
                if (!error.isIncomplete()) {
                    state.lastExit = shell.complain(streams, 2, error.getMessage());
                    typed.setLength(0);
                }
            } catch (Interpreter.Exit exit) {
                if (exit.getMessage() == null || !prompts) {
                    return shell.atExit(exit.getMessage() == null ? exit.code
                            : shell.complain(streams, exit.code, exit.getMessage()), streams);
                }
                state.lastExit = shell.complain(streams, exit.code, exit.getMessage());
            } catch (Interpreter.Leave outside) {
                typed.setLength(0);
            } catch (InterruptedException | InterruptedIOException interrupted) {
                if (shell.container().task().isKilled() || !prompts) {
                    throw interrupted;
                }
                Thread.interrupted();
                typed.setLength(0);
                state.lastExit = 130;
            }
        }
    }
}
