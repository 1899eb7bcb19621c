package dev.carillon.carrier.sip.transaction;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.message.Body;
import dev.carillon.carrier.sip.message.Header;
import dev.carillon.carrier.sip.message.Headers;
import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;

/**
 * One request of a {@link LossyWorld}: what its two users did and were told, and what must be true of that.
 */
final class Asked {

    private static final int[] INVITE_COPIES = {0, 500, 1_500, 3_500, 7_500, 15_500, 31_500};
    private static final int[] OTHER_COPIES = {0, 500, 1_500, 3_500, 7_500, 11_500, 15_500, 19_500, 23_500,
            27_500, 31_500};

    private final LossyWorld world;
    final String callId;
    final String method;
    private final List<Duration> copies = new ArrayList<>();
    private final Hop to;
    private Instant begun = Instant.MIN;
    private Instant ended = Instant.MIN;
    private Instant firstTold = Instant.MAX;
    private String end = "";
    private int provisionals;
    private int accepted;
    private int cancels;
    private Instant cancelled = Instant.MAX;

    // What the callee says of it.
    int heard;
    int answered;
    Instant answeredAt = Instant.MAX;
    boolean late;
    boolean deaf;
    boolean unacknowledged;
    int acks;
    int refusals;
    @Nullable ServerTransaction server;
    private int answersSent;

    Asked(LossyWorld world, int number) {
        this.world = world;
        this.callId = Integer.toString(number);
        this.method = world.draw.nextInt(5) < 3 ? "INVITE" : "BYE";
        this.to = Hop.of(world.network.transport, "192.0.2.2", 5060);
    }

    boolean isInvite() {
        return method.equals("INVITE");
    }

    void begin() {
        begun = world.time.now();
        ClientTransaction transaction =
                world.caller.send(request(method, "<sip:b@192.0.2.2>"), to, this::told);
        if (isInvite()) {
            world.in(world.draw.nextInt(4) == 0 ? world.draw.nextInt(10_000) : 60_000,
                    () -> cancel(transaction));
        }
    }

    private void cancel(ClientTransaction transaction) {
        if (end.isEmpty()) {
            cancelled = world.time.now();
            transaction.cancel();
        }
    }

    private SipRequest request(String asked, String other) {
        return new SipRequest(asked, "sip:b@192.0.2.2", Headers.of(new Header("Max-Forwards", "70"),
                new Header("From", "<sip:a@192.0.2.1>;tag=a"), new Header("To", other),
                new Header("Call-ID", callId), new Header("CSeq", "1 " + asked)), Body.NONE);
    }

    void sent(SipMessage message) {
        switch (message) {
            case SipRequest request when request.method().equals(method) ->
                copies.add(Duration.between(begun, world.time.now()));
            case SipRequest request when request.method().equals("CANCEL") -> cancels++;
            case SipRequest request -> world.must(request.method().equals("ACK"), "sends " + request);
            case SipResponse response -> answersSent += isOurs(response) ? 1 : 0;
        }
    }

    private boolean isOurs(SipResponse response) {
        return response.cseq().method().equals(method);
    }

    /** From its sending: what must be true after its sender was told, in the same state, of its refusal. */
    Supplier<Runnable> refused(SipMessage message) {
        boolean early = provisionals == 0;
        State sentIn = server == null ? State.TERMINATED : server.state();
        return () -> refused(message, early == (provisionals == 0), sentIn);
    }

    private Runnable refused(SipMessage message, boolean isAsEarly, State sentIn) {
        int before = refusals;
        boolean told = switch (message) {
            case SipRequest request -> false;
            case SipResponse response ->
                isOurs(response) && server != null && server.state() == sentIn && hearsOfRefusals(sentIn);
        };
        boolean ends = message instanceof SipRequest request && request.method().equals(method)
                && end.isEmpty() && isAsEarly && (!isInvite() || provisionals == 0);
        return () -> {
            world.must(!told || refusals > before, this + " is not told that its answer was refused");
            world.must(!ends || end.equals("not sent"), this + " is not told that it was refused");
        };
    }

    private boolean hearsOfRefusals(State state) {
        return state == State.PROCEEDING || state == State.COMPLETED || state == State.ACCEPTED;
    }

    /** What must be true after this has arrived. */
    Runnable arrives(SipMessage message) {
        return switch (message) {
            case SipRequest request when request.method().equals(method) -> arrivesAtServer();
            case SipRequest request -> () -> {
            };
            case SipResponse response when isOurs(response) -> arrivesAtClient(response);
            case SipResponse response -> () -> {
            };
        };
    }

    /** A copy is answered again, if there is an answer, unless that is a 2xx of an INVITE. */
    private Runnable arrivesAtServer() {
        int before = answersSent;
        boolean answers = server != null && before > 0
                && (server.state() == State.PROCEEDING || server.state() == State.COMPLETED);
        return () -> world.must(!answers || answersSent > before, this + " comes again and has no answer");
    }

    private boolean isAccepted() {
        return end.equals("200") && world.time.now().isBefore(ended.plus(LossyWorld.PATIENCE));
    }

    /** Every provisional answer before the end is told, and every 2xx of an INVITE that has no other end. */
    private Runnable arrivesAtClient(SipResponse response) {
        boolean early = response.isProvisional() && end.isEmpty();
        boolean open = end.isEmpty() || isAccepted();
        boolean ok = isInvite() && response.isSuccess() && open;
        int before = early ? provisionals : accepted;
        return () -> world.must(!(early || ok) || before + 1 == (early ? provisionals : accepted),
                this + " is not told " + response.status());
    }

    private void told(ClientEvent event) {
        Instant now = world.time.now();
        firstTold = firstTold.equals(Instant.MAX) ? now : firstTold;
        switch (event) {
            case ClientEvent.Answered(SipResponse r) when r.isProvisional() -> {
                provisionals++;
                world.must(end.isEmpty(), this + " is told a provisional answer after its end " + end);
            }
            case ClientEvent.Answered(SipResponse r) -> {
                ends(Integer.toString(r.status()));
                world.must(r.status() == answered, this + " is told an answer that was not given");
                if (isInvite() && r.isSuccess()) {
                    accepted++;
                    world.caller.acknowledge(request("ACK", r.headers().first("To").orElseThrow()), to,
                            why -> {
                            });
                }
            }
            case ClientEvent.TimedOut() -> ends("timed out");
            case ClientEvent.NotSent(String why) -> ends("not sent");
        }
    }

    private void ends(String how) {
        boolean again = isInvite() && how.equals("200") && how.equals(end);
        world.must(end.isEmpty() || again, this + " ends again: " + how);
        if (end.isEmpty()) {
            end = how;
            ended = world.time.now();
        }
    }

    /** What the caller was left with by the layer although the other side was in time. */
    boolean timedOutWithoutNeed() {
        return end.equals("timed out") && !late && !world.network.isDead();
    }

    /** The callee waited for an ACK in vain although the caller was there. */
    boolean isUnacknowledged() {
        return unacknowledged && !late;
    }

    void judge() {
        world.must(!end.isEmpty(), this + " has no end");
        Duration took = Duration.between(begun, ended);
        world.must(took.compareTo(longest()) <= 0, this + " ends too late: " + took);
        boolean refusals = world.network.refusals > 0;
        world.must(refusals || heard <= 1, this + " is heard " + heard + " times");
        world.must(answered == 0 || refusals || !wasLost(), this + " has an answer that was never told");
        world.must(!end.equals("not sent") || refusals, this + " is not sent although nothing was refused");
        if (world.network.isSound()) {
            world.must(heard == 1, this + " is not heard");
            world.must(!timedOutWithoutNeed(), this + " times out although nothing is lost");
            world.must(!isUnacknowledged(), this + " has no ACK although nothing is lost");
            world.must(!end.equals("200") || !isInvite() || acks > 0, this + " has a 2xx without ACK");
        }
        boolean cancels = provisionals > 0 && !cancelled.equals(Instant.MAX) && firstTold.isBefore(ended);
        world.must(!cancels || this.cancels > 0, this + " is cancelled without a CANCEL");
        if (isInvite() || provisionals == 0) {
            world.must(copies.equals(expected()), this + " is sent at " + copies + ", not " + expected());
        }
    }

    /** An INVITE's 2xx goes again for 32 s: a few copies must have come while it could still be told. */
    private boolean wasLost() {
        return answered == 200 && isInvite() && end.equals("timed out")
                && Duration.between(answeredAt, ended).toSeconds() > 14;
    }

    private Duration longest() {
        if (!isInvite() || provisionals == 0 || cancelled.equals(Instant.MAX)) {
            return isInvite() && provisionals > 0 ? Duration.ofSeconds(60) : LossyWorld.PATIENCE;
        }
        Instant from = cancelled.isAfter(firstTold) ? cancelled : firstTold;
        return Duration.between(begun, from).plus(LossyWorld.PATIENCE);
    }

    /** When it must have been sent: at the RFC's moments, until something is heard of it. */
    private List<Duration> expected() {
        var moments = new ArrayList<Duration>();
        for (int millis : isInvite() ? INVITE_COPIES : OTHER_COPIES) {
            boolean again = !world.network.transport.reliable()
                    && begun.plusMillis(millis).isBefore(firstTold);
            if (millis == 0 || again) {
                moments.add(Duration.ofMillis(millis));
            }
        }
        return moments;
    }

    @Override
    public String toString() {
        return method + " " + callId + " (" + end + ", answered " + answered + ")";
    }

}
