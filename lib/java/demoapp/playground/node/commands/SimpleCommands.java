package demoapp.playground.node.commands;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import demoapp.playground.node.programs.Program;

/** A shell's simple commands: expanded, redirected, and found among functions, builtins and the image's programs. */
final class SimpleCommands {
    private final Interpreter shell;
    private final Container container;
    private final ShellState state;
    private final Builtins builtins;

    SimpleCommands(Interpreter shell, Container container, ShellState state, Traps traps) {
        this.shell = shell;
        this.container = container;
        this.state = state;
        this.builtins = new Builtins(this, shell, container, state, traps);
    }

    int run(Script.Simple simple, Streams streams) throws IOException, InterruptedException {
        var expansion = shell.expansion(streams);
        var assigned = new HashMap<String, String>();
        var words = simple.words();
        state.lastExit = words.stream().allMatch(Script.Word::isAssignment) ? 0 : state.lastExit;
        while (!words.isEmpty() && words.get(0).isAssignment()) {
            var assignment = expansion.one(words.get(0));
            var equals = assignment.indexOf('=');
            assigned.put(assignment.substring(0, equals), assignment.substring(equals + 1));
            words = words.subList(1, words.size());
        }
        try (var redirected = new Redirects(container.files(), state.folder, streams)) {
            var command = expansion.all(words);
            if (state.traces && !command.isEmpty()) {
                Invocation.write(streams.err(), "+ " + String.join(" ", command) + "\n");
            }
            redirected.apply(simple.redirects(), expansion);
            if (command.isEmpty()) {
                state.variables.putAll(assigned);
                return state.lastExit;
            }
            return call(command, assigned, redirected.streams());
        } catch (Redirects.Failed failed) {
            return shell.complain(streams, 1, failed.getMessage());
        } catch (BrokenPipe nobodyReads) {
            throw nobodyReads;
        } catch (InterruptedIOException interrupted) {
            throw interrupted;
        } catch (IOException failure) {
            return shell.complain(streams, 2, failure.getMessage());
        }
    }

    int call(List<String> command, Map<String, String> assigned, Streams streams)
            throws IOException, InterruptedException {
        var name = command.get(0);
        var function = state.functions.get(name);
        if (function != null) {
            var parameters = state.parameters;
            state.parameters = new ArrayList<>(command);
            try {
                return shell.run(function, streams);
            } catch (Interpreter.Leave leave) {
                if (!leave.what.equals("return")) {
                    throw leave;
                }
                return state.lastExit = leave.levels;
            } finally {
                state.parameters = parameters;
            }
        }
        if (builtins.has(name)) {
            state.variables.putAll(assigned);
            return builtins.run(command, streams);
        }
        var found = Commands.find(container, name, state.folder);
        if (found.isPresent()) {
            var environment = state.environment();
            environment.putAll(assigned);
            return Commands.run(found.get(), new Invocation(container, command, streams, environment, state.folder));
        }
        var result = container.task().ask(() -> container.program().execute(command));
        if (result.exitCode() != Program.Result.NOT_FOUND) {
            Invocation.write(streams.out(), result.output());
            return result.exitCode();
        }
        return container.trusts() ? 0 : shell.complain(streams, 127, container.notFound(state.parameters.get(0), name));
    }
}
