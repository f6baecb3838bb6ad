package demoapp.playground.node.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Locks on files, as fcntl(2) gives them: of all programs that see a file, in whatever pod, one has it. */
public final class FileLocks {
    private record Lock(Map<String, String> disk, String path, Program holder) { }

    private final List<Lock> locks = new ArrayList<>();

    /** @return whether the program has the file in that folder now; it has it until it ends */
    boolean take(Folder folder, String file, Program program) {
        locks.removeIf(lock -> !lock.holder.isRunning());
        var path = folder.sub(file).path();
        var taken = locks.stream().anyMatch(lock -> lock.disk == folder.files() && lock.path.equals(path)
                && lock.holder != program);
        if (!taken) {
            locks.add(new Lock(folder.files(), path, program));
        }
        return !taken;
    }
}
