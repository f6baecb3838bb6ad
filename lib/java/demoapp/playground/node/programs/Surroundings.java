package demoapp.playground.node.programs;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

import demoapp.playground.store.Clock;

/**
 * What a program finds around it in its container.
 *
 * @param command the container's command and args, or the image's own
 * @param folders the folder at a path, in a volume or in the container itself
 * @param log takes a line of output
 * @param exited takes the exit code, once
 */
public record Surroundings(Clock clock, String namespace, String ip, List<String> command,
                           Map<String, String> environment, Network network, Function<String, Folder> folders,
                           Consumer<String> log, IntConsumer exited) { }
