package demoapp.playground.node.programs;

import java.util.List;

import demoapp.playground.schema.Quantity;

/**
 * `stress --vm 1 --vm-bytes 250M`, which fills memory: as in
 * https://kubernetes.io/docs/tasks/configure-pod-container/assign-memory-resource/
 */
final class Stress extends Program {
    static boolean understands(List<String> command) {
        return !command.isEmpty() && command.get(0).replaceFirst(".*/", "").equals("stress");
    }

    @Override
    protected void run() {
        log("stress: info: [1] dispatching hogs: 0 cpu, 0 io, %s vm, 0 hdd".formatted(option("--vm", "0")));
    }

    @Override
    public long memory() {
        var bytes = option("--vm-bytes", "256M");
        return Quantity.valid(bytes) ? Quantity.value(bytes).longValue() * Long.parseLong(option("--vm", "0")) : 0;
    }

    private String option(String name, String otherwise) {
        var at = around().command().indexOf(name);
        return at >= 0 && at + 1 < around().command().size() ? around().command().get(at + 1) : otherwise;
    }
}
