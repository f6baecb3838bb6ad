package demoapp.playground.node.commands;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Commands that tell which files and folders there are. */
final class FileReports {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MMM d HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private FileReports() { }

    static void addTo(Map<String, Command> commands) {
        commands.put("df", FileReports::df);
        commands.put("du", FileReports::du);
        commands.put("find", FileReports::find);
        commands.put("ls", FileReports::ls);
        commands.put("stat", FileReports::stat);
    }

    private static int ls(Invocation call) throws IOException {
        var code = 0;
        var operands = call.operands().isEmpty() ? List.of(".") : call.operands();
        var lines = new StringBuilder();
        for (var operand : operands) {
            var path = call.path(operand);
            if (!call.files().exists(path)) {
                code = call.container().isBusybox() ? call.fail(1, operand + ": No such file or directory")
                        : call.fail(2, "cannot access '" + operand + "': No such file or directory");
            } else if (!call.files().isFolder(path) || call.has('d')) {
                lines.append(line(call, path, operand)).append('\n');
            } else {
                if (operands.size() > 1) {
                    lines.append(lines.isEmpty() ? "" : "\n").append(operand).append(":\n");
                }
                list(call, path, lines);
            }
        }
        call.print(lines.toString());
        return code;
    }

    private static void list(Invocation call, String folder, StringBuilder lines) throws IOException {
        var names = new ArrayList<String>();
        if (call.has('a')) {
            names.addAll(List.of(".", ".."));
        }
        call.files().list(folder).stream().filter(name -> call.has('a') || call.has('A') || !name.startsWith("."))
                .forEach(names::add);
        if (call.has('l')) {
            lines.append("total ").append(names.size() * 4).append('\n');
        } else if (call.streams().in() instanceof Terminal.Input && !call.has('1')) {
            lines.append(String.join("  ", names)).append(names.isEmpty() ? "" : "\n");
            return;
        }
        for (var name : names) {
            lines.append(line(call, FileTree.absolute(folder, name), name)).append('\n');
        }
    }

    private static String line(Invocation call, String path, String name) throws IOException {
        if (!call.has('l')) {
            return name;
        }
        var folder = call.files().isFolder(path);
        return "%s    1 root     root     %9d %s %s".formatted(folder ? "drwxr-xr-x" : "-rw-r--r--",
                folder ? 4096 : call.files().read(path).length, TIME.format(call.container().around().clock().now()),
                name);
    }

    private static int find(Invocation call) throws IOException {
        var root = call.arguments().isEmpty() || call.arguments().get(0).startsWith("-") ? "." : call.arguments().get(0);
        if (!call.files().exists(call.path(root))) {
            return call.fail(1, root + ": No such file or directory");
        }
        var lines = new StringBuilder();
        find(call, root, call.option("-name", "*"), call.option("-type", ""), lines);
        call.print(lines.toString());
        return 0;
    }

    private static void find(Invocation call, String shown, String name, String type, StringBuilder lines) {
        var path = call.path(shown);
        var folder = call.files().isFolder(path);
        if (FileTree.name(path).matches(Expansion.glob(name)) && (type.isEmpty() || type.equals(folder ? "d" : "f"))) {
            lines.append(shown).append('\n');
        }
        if (folder) {
            call.files().list(path).forEach(child ->
                    find(call, shown.replaceFirst("/$", "") + "/" + child, name, type, lines));
        }
    }

    private static int stat(Invocation call) throws IOException {
        for (var operand : call.operands()) {
            if (!call.files().exists(call.path(operand))) {
                return FileCommands.missing(call, operand, "stat");
            }
            var folder = call.files().isFolder(call.path(operand));
            call.print("  File: %s\n  Size: %d\t%s\n".formatted(operand,
                    folder ? 4096 : call.files().read(call.path(operand)).length, folder ? "directory" : "regular file"));
        }
        return 0;
    }

    private static int du(Invocation call) throws IOException {
        for (var operand : call.operands().isEmpty() ? List.of(".") : call.operands()) {
            call.print("%d\t%s\n".formatted(4 + size(call.files(), call.path(operand)) / 1024, operand));
        }
        return 0;
    }

    private static long size(FileTree files, String path) throws IOException {
        if (files.isFile(path)) {
            return files.read(path).length;
        }
        var sum = 0L;
        for (var name : files.list(path)) {
            sum += size(files, FileTree.absolute(path, name));
        }
        return sum;
    }

    private static int df(Invocation call) throws IOException {
        var lines = new StringBuilder("Filesystem           1K-blocks      Used Available Use% Mounted on\n");
        var mounts = new ArrayList<>(List.of("/"));
        mounts.addAll(call.container().around().mounts());
        for (var mount : mounts) {
            if (call.operands().isEmpty() || call.operands().stream().anyMatch(o -> call.path(o).startsWith(mount))) {
                lines.append("%-20s %9d %9d %9d %3d%% %s\n".formatted(mount.equals("/") ? "overlay" : "/dev/vda1",
                        20_000_000, 4_000_000, 16_000_000, 20, mount));
            }
        }
        call.streams().out().write(lines.toString().getBytes(StandardCharsets.UTF_8));
        return 0;
    }
}
