package demoapp.playground.node.commands;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The commands that change the shell itself. */
final class Builtins {
    private static final Set<String> NAMES = Set.of(":", ".", "break", "cd", "command", "continue", "eval", "exec",
            "exit", "export", "local", "read", "readonly", "return", "set", "shift", "source", "trap", "type", "umask",
            "unset", "wait");

    private final SimpleCommands commands;
    private final Interpreter shell;
    private final Container container;
    private final ShellState state;
    private final Traps traps;

    Builtins(SimpleCommands commands, Interpreter shell, Container container, ShellState state, Traps traps) {
        this.commands = commands;
        this.shell = shell;
        this.traps = traps;
        this.container = container;
        this.state = state;
    }

    boolean has(String name) {
        return NAMES.contains(name);
    }

    int run(List<String> command, Streams streams) throws IOException, InterruptedException {
        var arguments = command.subList(1, command.size());
        var first = arguments.isEmpty() ? "" : arguments.get(0);
        switch (command.get(0)) {
            case "break", "continue" -> shell.leave(command.get(0), first.isEmpty() ? 1 : number(first));
            case "return" -> shell.leave("return", first.isEmpty() ? state.lastExit : number(first));
            case "exit" -> throw new Interpreter.Exit(first.isEmpty() ? state.lastExit : number(first) & 0xff, null);
            case "cd" -> {
                return cd(first, streams);
            }
            case "eval" -> {
                return shell.run(Parser.parse(String.join(" ", arguments)), streams);
            }
            case ".", "source" -> {
                return shell.run(Parser.parse(new String(container.files().read(FileTree.absolute(state.folder, first)),
                        StandardCharsets.UTF_8)), streams);
            }
            case "command", "type" -> {
                return find(command, arguments, streams);
            }
            case "exec" -> {
                if (!arguments.isEmpty()) {
                    traps.clear();
                    throw new Interpreter.Exit(commands.call(arguments, Map.of(), streams), null);
                }
            }
            case "export", "local", "readonly" -> arguments.forEach(argument -> assign(command.get(0), argument));
            case "unset" -> arguments.forEach(name -> {
                state.variables.remove(name);
                state.functions.remove(name);
            });
            case "read" -> {
                return read(arguments.stream().filter(argument -> !argument.startsWith("-")).toList(), streams);
            }
            case "set" -> set(arguments);
            case "shift" -> {
                var parameters = new ArrayList<>(state.parameters);
                for (var i = first.isEmpty() ? 1 : number(first); i > 0 && parameters.size() > 1; i--) {
                    parameters.remove(1);
                }
                state.parameters = parameters;
            }
            case "trap" -> trap(arguments);
            case "wait" -> traps.waitForBackground();
            default -> { } // `:` and umask
        }
        return 0;
    }

    private int number(String text) {
        if (!text.matches("-?\\d{1,9}")) {
            throw new Interpreter.Exit(2, "Illegal number: " + text);
        }
        return Integer.parseInt(text);
    }

    private int cd(String to, Streams streams) throws IOException {
        var old = state.variables.getOrDefault("OLDPWD", state.folder);
        var wanted = to.isEmpty() ? state.variables.getOrDefault("HOME", "/") : to.equals("-") ? old : to;
        var target = FileTree.absolute(state.folder, wanted);
        if (!container.files().isFolder(target)) {
            return shell.complain(streams, 1 + (container.isOf("busybox", "alpine") ? 1 : 0), "cd: can't cd to "
                    + wanted + ": " + (container.files().isFile(target) ? "Not a directory" : "No such file or directory"));
        }
        state.variables.put("OLDPWD", state.folder);
        state.variables.put("PWD", target);
        state.folder = target;
        return 0;
    }

    private int find(List<String> command, List<String> arguments, Streams streams)
            throws IOException, InterruptedException {
        var name = arguments.isEmpty() ? "" : arguments.get(arguments.size() - 1);
        if (command.get(0).equals("command") && !arguments.isEmpty() && !arguments.get(0).startsWith("-")) {
            return commands.call(arguments, Map.of(), streams);
        }
        if (has(name) || state.functions.containsKey(name)) {
            Invocation.write(streams.out(), name + "\n");
            return 0;
        }
        if (Commands.find(container, name, state.folder).isEmpty()) {
            return 127;
        }
        Invocation.write(streams.out(), (command.get(0).equals("type") ? name + " is " : "")
                + (name.contains("/") ? "" : "/bin/") + name + "\n");
        return 0;
    }

    private void assign(String how, String argument) {
        var equals = argument.indexOf('=');
        var name = equals < 0 ? argument : argument.substring(0, equals);
        if (equals >= 0) {
            state.variables.put(name, argument.substring(equals + 1));
        }
        if (how.equals("export")) {
            state.exported.add(name);
        }
    }

    private int read(List<String> names, Streams streams) throws IOException {
        var line = readLine(streams.in());
        if (line == null) {
            return 1;
        }
        var into = names.isEmpty() ? List.of("REPLY") : names;
        var fields = line.strip().split("[ \t]+", into.size());
        for (var i = 0; i < into.size(); i++) {
            state.variables.put(into.get(i), i < fields.length ? fields[i] : "");
        }
        return 0;
    }

    /** The next line without its end; null when there is none. */
    static String readLine(InputStream in) throws IOException {
        var line = new java.io.ByteArrayOutputStream();
        int next;
        while ((next = in.read()) >= 0 && next != '\n') {
            line.write(next);
        }
        return next < 0 && line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
    }

    private void set(List<String> arguments) {
        for (var i = 0; i < arguments.size(); i++) {
            var argument = arguments.get(i);
            if (argument.equals("--") || !argument.matches("[-+].+")) {
                var parameters = new ArrayList<>(state.parameters.subList(0, 1));
                parameters.addAll(arguments.subList(argument.equals("--") ? i + 1 : i, arguments.size()));
                state.parameters = parameters;
                return;
            }
            if (argument.indexOf('e') > 0) {
                state.exitsOnError = argument.startsWith("-");
            }
            if (argument.indexOf('x') > 0) {
                state.traces = argument.startsWith("-");
            }
            if (argument.endsWith("o")) {
                i++; // pipefail and its like
            }
        }
    }

    private void trap(List<String> arguments) {
        if (arguments.isEmpty()) {
            return;
        }
        for (var signal : arguments.subList(1, arguments.size())) {
            var name = switch (signal.replaceFirst("^SIG", "")) {
                case "15" -> "TERM";
                case "2" -> "INT";
                case "0" -> "EXIT";
                default -> signal.replaceFirst("^SIG", "");
            };
            if (arguments.get(0).equals("-")) {
                traps.remove(name);
            } else {
                traps.set(name, arguments.get(0));
            }
        }
    }
}
