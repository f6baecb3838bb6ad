package demoapp.playground.node.commands;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Commands that make, change and remove files and folders, and cat. */
final class FileCommands {
    private FileCommands() { }

    static void addTo(Map<String, Command> commands) {
        commands.put("cat", FileCommands::cat);
        commands.put("cp", FileCommands::copy);
        commands.put("ln", call -> call.fail(1, "the playground's disks have no links"));
        commands.put("mkdir", FileCommands::mkdir);
        commands.put("mktemp", FileCommands::mktemp);
        commands.put("mv", FileCommands::copy);
        commands.put("pwd", call -> {
            call.print(call.folder() + "\n");
            return 0;
        });
        commands.put("rm", FileCommands::rm);
        commands.put("rmdir", FileCommands::rm);
        commands.put("touch", FileCommands::touch);
        commands.put("truncate", FileCommands::truncate);
        for (var owned : List.of("chmod", "chown", "chgrp")) {
            commands.put(owned, FileCommands::own);
        }
    }

    static int missing(Invocation call, String operand, String does) throws IOException {
        return call.fail(1, call.container().isBusybox()
                ? "can't %s '%s': No such file or directory".formatted(does, operand)
                : does.equals("open") ? operand + ": No such file or directory"
                : "cannot %s '%s': No such file or directory".formatted(does, operand));
    }

    private static int cat(Invocation call) throws IOException {
        var code = 0;
        for (var operand : call.operands().isEmpty() ? List.of("-") : call.operands()) {
            if (operand.equals("-")) {
                var buffer = new byte[8192];
                for (int read; (read = call.streams().in().read(buffer)) >= 0;) {
                    call.streams().out().write(buffer, 0, read);
                    call.streams().out().flush();
                }
            } else if (call.files().exists(call.path(operand))) {
                try {
                    call.streams().out().write(call.files().read(call.path(operand)));
                } catch (BrokenPipe nobodyReads) {
                    throw nobodyReads;
                } catch (IOException failure) {
                    code = call.fail(1, (call.container().isBusybox() ? "read error" : operand) + ": "
                            + failure.getMessage());
                }
            } else {
                code = missing(call, operand, "open");
            }
        }
        call.streams().out().flush();
        return code;
    }

    private static int mkdir(Invocation call) throws IOException {
        var code = 0;
        for (var operand : call.operands()) {
            var path = call.path(operand);
            if (call.files().exists(path) && !(call.has('p') && call.files().isFolder(path))) {
                code = call.fail(1, call.container().isBusybox() ? "can't create directory '" + operand + "': File exists"
                        : "cannot create directory '" + operand + "': File exists");
            } else if (!call.has('p') && !call.files().isFolder(FileTree.parent(path))) {
                code = call.fail(1, call.container().isBusybox() ? "can't create directory '" + operand
                        + "': No such file or directory"
                        : "cannot create directory '" + operand + "': No such file or directory");
            } else if (!call.files().exists(path)) {
                call.files().makeFolder(path);
            }
        }
        return code;
    }

    private static int mktemp(Invocation call) throws IOException {
        var path = "/tmp/tmp." + Integer.toString(Math.abs(call.words().hashCode() ^ (int) System.nanoTime()), 36);
        if (call.has('d')) {
            call.files().makeFolder(path);
        } else {
            call.files().store(path, new byte[0]);
        }
        call.print(path + "\n");
        return 0;
    }

    private static int rm(Invocation call) throws IOException {
        var code = 0;
        for (var operand : call.operands()) {
            var path = call.path(operand);
            if (!call.files().exists(path)) {
                code = call.has('f') ? code : missing(call, operand, "remove");
            } else if (call.name().equals("rmdir") ? !call.files().list(path).isEmpty()
                    : call.files().isFolder(path) && !call.has('r') && !call.has('R')) {
                code = call.fail(1, call.name().equals("rmdir") ? "'" + operand + "': Directory not empty"
                        : call.container().isBusybox() ? "'" + operand + "' is a directory"
                        : "cannot remove '" + operand + "': Is a directory");
            } else {
                call.files().remove(path);
            }
        }
        return code;
    }

    private static int touch(Invocation call) throws IOException {
        for (var operand : call.operands()) {
            var path = call.path(operand);
            if (!call.files().exists(path)) {
                if (!call.files().isFolder(FileTree.parent(path))) {
                    return call.container().isBusybox() ? call.fail(1, operand + ": No such file or directory")
                            : call.fail(1, "cannot touch '" + operand + "': No such file or directory");
                }
                call.files().store(path, new byte[0]);
            }
        }
        return 0;
    }

    private static int truncate(Invocation call) throws IOException {
        for (var operand : call.operands()) {
            if (!operand.matches("\\d+")) {
                call.files().store(call.path(operand), new byte[0]);
            }
        }
        return 0;
    }

    private static int own(Invocation call) throws IOException {
        var operands = call.operands();
        for (var operand : operands.subList(Math.min(1, operands.size()), operands.size())) {
            if (!call.files().exists(call.path(operand))) {
                return call.container().isBusybox() ? call.fail(1, operand + ": No such file or directory")
                        : call.fail(1, "cannot access '" + operand + "': No such file or directory");
            }
        }
        return 0;
    }

    /** cp and mv. */
    private static int copy(Invocation call) throws IOException {
        var operands = call.operands();
        if (operands.size() < 2) {
            return call.fail(1, "missing file operand");
        }
        var to = call.path(operands.get(operands.size() - 1));
        var code = 0;
        for (var operand : operands.subList(0, operands.size() - 1)) {
            var from = call.path(operand);
            var into = call.files().isFolder(to) ? FileTree.absolute(to, FileTree.name(from)) : to;
            var moves = call.name().equals("mv");
            if (!call.files().exists(from)) {
                code = missing(call, operand, moves ? "rename" : "stat");
            } else if (call.files().isFolder(from) && !moves && !call.has('r') && !call.has('R') && !call.has('a')) {
                code = call.fail(1, "omitting directory '" + operand + "'");
            } else {
                copy(call.files(), from, into);
                if (moves) {
                    call.files().remove(from);
                }
            }
        }
        return code;
    }

    private static void copy(FileTree files, String from, String to) throws IOException {
        if (files.isFile(from)) {
            files.store(to, files.read(from));
            return;
        }
        files.makeFolder(to);
        for (var name : files.list(from)) {
            copy(files, FileTree.absolute(from, name), FileTree.absolute(to, name));
        }
    }
}
