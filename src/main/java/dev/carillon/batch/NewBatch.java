package dev.carillon.batch;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.BatchStatus;
import dev.carillon.call.CallingWindow.Span;
import dev.carillon.call.QuietHours;
import dev.carillon.http.Fields;
import dev.carillon.task.AgentId;
import dev.carillon.task.Duplicates;
import dev.carillon.task.NewTask;
import dev.carillon.task.NotYet;
import dev.carillon.task.Zones;

/**
 * A batch call as a client sent it, each field checked as far as the request alone can tell.
 *
 * @param zone    null: none was given
 * @param sandbox whether nobody's phone rings
 */
record NewBatch(@Nullable String name, String fromNumber, @Nullable String agentId, Start start,
        @Nullable ZoneId zone,
        @Nullable QuietHours quietHours, RetryConfig retry, Pacing pacing, Duplicates duplicates,
        DialRules dialling, boolean sandbox, List<NewTask> tasks) {

    private static final int LONGEST_NAME = 255;
    static final ZoneId DEFAULT_ZONE = ZoneId.of("UTC");

    /** @param hasLive whether the organisation has a trunk on which phones ring */
    static NewBatch read(Fields body, boolean hasLive, Instant now) {
        NotYet.refuseInBatch(body);
        String from = NewTask.readNumber(body, "from_number");
        String agent = AgentId.read(body).orElse(null);
        Start start = Start.read(body, now);
        Optional<ZoneId> zone = Zones.read(body, "timezone");
        boolean sandbox = body.bool("sandbox").orElse(!hasLive);
        if (!sandbox && !hasLive) {
            throw body.wrong("sandbox", "is false, but the organization has no live trunk", "true, or none");
        }
        DialRules dialling = DialRules.unsaid(sandbox).with(body);
        return new NewBatch(name(body).orElse(null), from, agent, start,
                zone.orElse(null),
                Quiet.read(body, zone.orElse(DEFAULT_ZONE), null),
                RetryConfig.read(body, RetryConfig.NONE, dialling), Pacing.read(body, Pacing.NONE),
                duplicates(body), dialling, sandbox,
                tasks(body, start, new NewTask.Home(from, agent)));
    }

    /** Whether it is dialled from now on. */
    boolean startsNow() {
        return start.status() == BatchStatus.SENT;
    }

    /** Its hours, with what its organisation says of them; null: nothing. */
    HoursTogether hours(@Nullable List<Span> organization) {
        return new HoursTogether(dialling.callingWindow(), quietHours, zone, sandbox, organization);
    }

    static Optional<String> name(Fields body) {
        return body.text("name", 1, LONGEST_NAME);
    }

    static Duplicates duplicates(Fields body) {
        return body.word("duplicates", Duplicates.words()).map(Duplicates::of).orElse(Duplicates.SKIP);
    }

    private static List<NewTask> tasks(Fields body, Start start, NewTask.Home home) {
        return NewTask.read(body, home, start.status() == BatchStatus.DRAFT ? 0 : 1);
    }
}
