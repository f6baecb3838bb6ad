//DEPS ../lib/java/demoapp/package-info.java
import static demoapp.kit.Kit.*;
System.out.println("Kubectl's words: doctor(), apply(step(1)), pods(), logs(\"component=puma\"), rollout(\"demoapp-puma\"), diff(step(1), step(2)) …");
System.out.println("JShell cuts long values short: show(diff(step(2), step(3))) does not. /exit ends it.");
