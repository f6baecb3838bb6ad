package demoapp.playground.node.commands;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * `tar c`, `x` and `t`, which `kubectl cp` copies with. Writes the ustar format and reads it with the long names that
 * GNU's and POSIX's tar put before a file.
 */
final class TarCommand {
    private static final int BLOCK = 512;

    private TarCommand() { }

    static int run(Invocation call) throws IOException {
        var mode = "";
        var file = "-";
        var folder = call.folder();
        var operands = new ArrayList<String>();
        var words = call.arguments();
        for (var i = 0; i < words.size(); i++) {
            var word = words.get(i);
            if (word.equals("-C") || word.equals("--directory")) {
                folder = FileTree.absolute(call.folder(), words.get(++i));
            } else if (word.startsWith("--")) {
                continue;
            } else if (word.matches("-\\w+") || i == 0) {
                mode += word.replace("-", "");
                if (word.endsWith("f")) {
                    file = words.get(++i);
                } else if (word.endsWith("C")) {
                    folder = FileTree.absolute(call.folder(), words.get(++i));
                }
            } else {
                operands.add(word);
            }
        }
        if (!call.files().isFolder(folder)) {
            return call.fail(2, folder + ": Cannot open: No such file or directory");
        }
        if (mode.contains("c")) {
            return create(call, mode, file, folder, operands);
        }
        if (mode.contains("x") || mode.contains("t")) {
            return extract(call, mode, file, folder, operands);
        }
        return call.fail(2, "You must specify one of the '-Acdtrux' options");
    }

    private static int create(Invocation call, String mode, String file, String folder, List<String> operands)
            throws IOException {
        var archive = new ByteArrayOutputStream();
        var code = 0;
        try (OutputStream out = mode.contains("z") ? new GZIPOutputStream(archive) : archive) {
            for (var operand : operands) {
                var path = FileTree.absolute(folder, operand);
                if (call.files().exists(path)) {
                    add(call, path, operand.replaceFirst("^/+", ""), out);
                } else {
                    code = call.fail(2, operand + ": Cannot stat: No such file or directory");
                }
            }
            out.write(new byte[2 * BLOCK]);
        }
        if (file.equals("-")) {
            call.streams().out().write(archive.toByteArray());
            call.streams().out().flush();
        } else {
            call.files().store(call.path(file), archive.toByteArray());
        }
        return code;
    }

    private static void add(Invocation call, String path, String name, OutputStream out) throws IOException {
        var seconds = call.container().around().clock().now().getEpochSecond();
        if (call.files().isFile(path)) {
            var bytes = call.files().read(path);
            out.write(header(name, bytes.length, '0', seconds, out));
            out.write(bytes);
            out.write(new byte[(BLOCK - bytes.length % BLOCK) % BLOCK]);
            return;
        }
        out.write(header(name.replaceFirst("/*$", "/"), 0, '5', seconds, out));
        for (var child : call.files().list(path)) {
            add(call, FileTree.absolute(path, child), name.replaceFirst("/*$", "/") + child, out);
        }
    }

    /** A file's header; a name that is too long for it goes before, as a file of GNU's own type. */
    private static byte[] header(String name, int size, char type, long seconds, OutputStream out) throws IOException {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 100) {
            out.write(header("././@LongLink", bytes.length + 1, 'L', 0, out));
            out.write(Arrays.copyOf(bytes, bytes.length + 1));
            out.write(new byte[(BLOCK - (bytes.length + 1) % BLOCK) % BLOCK]);
        }
        var header = new byte[BLOCK];
        System.arraycopy(bytes, 0, header, 0, Math.min(100, bytes.length));
        put(header, 100, type == '5' ? "0000755\0" : "0000644\0");
        put(header, 108, "0000000\0" + "0000000\0");
        put(header, 124, "%011o\0%011o\0".formatted(size, seconds));
        put(header, 148, "        " + type);
        put(header, 257, type == 'L' ? "ustar  \0" : "ustar\00000");
        put(header, 265, "root");
        put(header, 297, "root");
        var sum = 0;
        for (var b : header) {
            sum += b & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static int extract(Invocation call, String mode, String file, String folder, List<String> only)
            throws IOException {
        InputStream plain = file.equals("-") ? call.streams().in()
                : new ByteArrayInputStream(call.files().read(call.path(file)));
        var in = mode.contains("z") ? new GZIPInputStream(plain) : plain;
        var longName = "";
        for (var header = block(in); header != null && header[0] != 0; header = block(in)) {
            var size = Long.parseLong("0" + text(header, 124, 12).replaceAll("[^0-7]", ""), 8);
            if (size > 64 * 1024 * 1024) {
                return call.fail(1, "No space left on device");
            }
            var bytes = in.readNBytes((int) size);
            in.readNBytes((int) ((BLOCK - size % BLOCK) % BLOCK));
            var type = (char) header[156];
            var prefix = text(header, 345, 155);
            var name = !longName.isEmpty() ? longName
                    : (prefix.isEmpty() || !text(header, 257, 6).equals("ustar") ? "" : prefix + "/") + text(header, 0, 100);
            longName = type == 'L' ? new String(bytes, StandardCharsets.UTF_8).replace("\0", "")
                    : type == 'x' ? posixPath(new String(bytes, StandardCharsets.UTF_8)) : "";
            if (bytes.length < size) {
                return call.fail(1, "short read");
            }
            if ("Lxg".indexOf(type) >= 0 || !only.isEmpty() && only.stream().noneMatch(name::startsWith)) {
                continue;
            }
            if (mode.contains("t")) {
                call.print(name + "\n");
            } else {
                store(call.files(), FileTree.absolute(folder, name.replaceFirst("^/+", "")), type, bytes);
            }
        }
        in.transferTo(OutputStream.nullOutputStream());
        return 0;
    }

    private static void store(FileTree files, String path, char type, byte[] bytes) throws IOException {
        if (type == '5') {
            if (!files.isFolder(path)) {
                files.makeFolder(path);
            }
        } else if (type == '0' || type == 0) {
            if (!files.isFolder(FileTree.parent(path))) {
                files.makeFolder(FileTree.parent(path));
            }
            files.store(path, bytes);
        }
    }

    private static byte[] block(InputStream in) throws IOException {
        var block = in.readNBytes(BLOCK);
        return block.length < BLOCK ? null : block;
    }

    private static String text(byte[] header, int at, int length) {
        return new String(header, at, length, StandardCharsets.UTF_8).replaceFirst("(?s)\0.*", "").strip();
    }

    /** The path of an extended header: lines of `LENGTH KEYWORD=VALUE`. */
    private static String posixPath(String records) {
        return records.lines().map(line -> line.replaceFirst("^\\d+ ", "")).filter(line -> line.startsWith("path="))
                .map(line -> line.substring("path=".length())).findFirst().orElse("");
    }
}
