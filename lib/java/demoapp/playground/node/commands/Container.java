package demoapp.playground.node.commands;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import demoapp.playground.node.programs.Program;
import demoapp.playground.node.programs.Surroundings;

/**
 * What commands find in the container that they run in.
 *
 * @param program the container's own, process 1
 * @param own whether the task is process 1 itself, or part of it
 */
record Container(Program program, Surroundings around, FileTree files, Task task, boolean own) {

    String hostname() {
        return around.environment().getOrDefault("HOSTNAME", "localhost");
    }

    /** Whether the container's image is one of these: by its last name, without a tag. */
    boolean isOf(String... images) {
        return List.of(images).contains(around.imageName());
    }

    /** Its commands are busybox's, and so is what they say. */
    boolean isBusybox() {
        return isOf("busybox", "alpine");
    }

    /** A manifest's own command is there, though the playground may not know it; it succeeds at once. */
    boolean trusts() {
        return own && !isBusybox();
    }

    Map<String, String> environment() {
        var environment = new LinkedHashMap<String, String>();
        environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.putAll(around.environment());
        environment.putIfAbsent("HOME", "/root");
        return environment;
    }

    /** What an interactive shell asks with. */
    String prompt(ShellState state) {
        var folder = state.folder.equals(state.variables.get("HOME")) ? "~" : state.folder;
        if (state.parameters.get(0).endsWith("bash")) {
            return "root@" + hostname() + ":" + folder + "# ";
        }
        return isBusybox() ? folder + " # " : "# ";
    }

    /** How a shell says that there is no such command. */
    String notFound(String shell, String command) {
        return shell.endsWith("bash") ? "line 1: " + command + ": command not found"
                : (isBusybox() ? "" : "1: ") + command + ": not found";
    }
}
