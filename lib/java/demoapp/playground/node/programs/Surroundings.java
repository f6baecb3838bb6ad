package demoapp.playground.node.programs;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

import demoapp.playground.node.commands.Stdio;
import demoapp.playground.store.Clock;

/**
 * What a program finds around it in its container.
 *
 * @param image its name as the manifest has it
 * @param imageFiles the files that the image is known to have, one a line; "": nothing is known
 * @param command the container's command and args, or the image's own
 * @param mounts where volumes are
 * @param folders the folder at a path, in a volume or in the container itself
 * @param locks on files in those folders
 * @param log takes a line of output
 * @param exited takes the exit code, once
 */
public record Surroundings(Clock clock, String namespace, String ip, String image, String imageFiles,
                           List<String> command, Map<String, String> environment, String workingDir, Network network,
                           List<String> mounts, Function<String, Folder> folders, FileLocks locks, Stdio stdio,
                           Consumer<String> log, IntConsumer exited) {

    /** `library/nginx:1.27` is nginx. */
    public String imageName() {
        return Programs.name(image);
    }
}
