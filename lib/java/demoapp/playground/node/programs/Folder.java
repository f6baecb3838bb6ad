package demoapp.playground.node.programs;

import java.util.Map;
import java.util.Optional;

/**
 * A folder that programs keep files in: part of a volume's (or a container's) files, which are texts by their path.
 *
 * @param path where in the files this folder is; "" for all of them
 * @param changed is told of every change, to keep it
 */
public record Folder(Map<String, String> files, String path, Runnable changed) {

    public Folder sub(String name) {
        return new Folder(files, path(name), changed);
    }

    public boolean isEmpty() {
        return path.isEmpty() ? files.isEmpty()
                : files.keySet().stream().noneMatch(file -> file.startsWith(path + "/"));
    }

    public Optional<String> read(String name) {
        return Optional.ofNullable(files.get(path(name)));
    }

    public void write(String name, String text) {
        files.put(path(name), text);
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
