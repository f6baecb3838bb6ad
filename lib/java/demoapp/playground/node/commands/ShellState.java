package demoapp.playground.node.commands;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a shell remembers from one command to the next. A subshell begins with a copy. */
final class ShellState {
    final Map<String, String> variables = new LinkedHashMap<>();
    final Set<String> exported = new LinkedHashSet<>();
    final Map<String, Script> functions = new LinkedHashMap<>();
    /** $0, $1, … */
    List<String> parameters;
    String folder;
    int lastExit;
    boolean exitsOnError;
    boolean traces;

    ShellState(Map<String, String> environment, List<String> parameters, String folder) {
        variables.putAll(environment);
        exported.addAll(environment.keySet());
        this.parameters = List.copyOf(parameters);
        this.folder = folder;
    }

    ShellState copy() {
        var copy = new ShellState(Map.of(), parameters, folder);
        copy.variables.putAll(variables);
        copy.exported.addAll(exported);
        copy.functions.putAll(functions);
        copy.lastExit = lastExit;
        copy.exitsOnError = exitsOnError;
        copy.traces = traces;
        return copy;
    }

    /** What commands get of the variables. */
    Map<String, String> environment() {
        var environment = new LinkedHashMap<String, String>();
        exported.stream().filter(variables::containsKey).forEach(name -> environment.put(name, variables.get(name)));
        return environment;
    }

    /** A variable or a special parameter; null when it is not set. */
    String value(String name) {
        return switch (name) {
            case "?" -> Integer.toString(lastExit);
            case "$" -> "1";
            case "!" -> "";
            case "-" -> exitsOnError ? "e" : "";
            case "#" -> Integer.toString(parameters.size() - 1);
            case "@", "*" -> String.join(" ", arguments());
            default -> name.matches("[0-9]+")
                    ? Integer.parseInt(name) < parameters.size() ? parameters.get(Integer.parseInt(name)) : null
                    : variables.get(name);
        };
    }

    List<String> arguments() {
        return new ArrayList<>(parameters.subList(1, parameters.size()));
    }
}
