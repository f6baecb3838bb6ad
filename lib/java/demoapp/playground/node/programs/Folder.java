package demoapp.playground.node.programs;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder that programs keep files in: part of a volume's (or a container's) files.
 *
 * @param files the files by their path, a character a byte, so that they can be kept as text; a path that ends in a
 *     slash is a folder, which needs that only while it is empty
 * @param path where in the files this folder is; "" for all of them
 * @param changed is told of every change, to keep it
 */
public record Folder(Map<String, String> files, String path, Runnable changed) {

    public Folder sub(String name) {
        return new Folder(files, path(name), changed);
    }

    public boolean isEmpty() {
        return path.isEmpty() ? files.isEmpty() : files.keySet().stream()
                .noneMatch(file -> file.startsWith(path + "/") && file.length() > path.length() + 1);
    }

    /** Whether there is such a folder at all, be it empty. */
    public boolean isFolder() {
        return path.isEmpty() || files.keySet().stream().anyMatch(file -> file.startsWith(path + "/"));
    }

    /** What is right in here, sorted. */
    public List<String> names() {
        var prefix = path.isEmpty() ? "" : path + "/";
        return files.keySet().stream().filter(file -> file.startsWith(prefix))
                .map(file -> file.substring(prefix.length()).replaceFirst("/.*", ""))
                .filter(name -> !name.isEmpty()).distinct().sorted().toList();
    }

    /** @param name "": the file that is where this folder would be */
    public Optional<byte[]> bytes(String name) {
        return Optional.ofNullable(files.get(path(name))).map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Optional<String> read(String name) {
        return bytes(name).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    public void write(String name, byte[] bytes) {
        files.put(path(name), new String(bytes, StandardCharsets.ISO_8859_1));
        changed.run();
    }

    public void write(String name, String text) {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes this folder, though it is empty. */
    public void make() {
        files.putIfAbsent(path + "/", "");
        changed.run();
    }

    /** Removes the file or folder of that name, if there is one; "" or "*": all that is in here. */
    public void remove(String name) {
        var prefix = name.isEmpty() || name.equals("*") ? path : path(name);
        files.keySet().removeIf(file -> file.equals(prefix) || prefix.isEmpty() || file.startsWith(prefix + "/"));
        changed.run();
    }

    private String path(String name) {
        return path.isEmpty() || name.isEmpty() ? path + name : path + "/" + name;
    }
}
