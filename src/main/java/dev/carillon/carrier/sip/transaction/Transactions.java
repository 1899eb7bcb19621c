package dev.carillon.carrier.sip.transaction;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.message.Answer;
import dev.carillon.carrier.sip.message.Header;
import dev.carillon.carrier.sip.message.HeaderName;
import dev.carillon.carrier.sip.message.Parameter;
import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;
import dev.carillon.carrier.sip.message.SipSyntax;
import dev.carillon.carrier.sip.message.Via;

/**
 * All transactions of the calls that share one owner. Whoever uses it does so in the owner's queue; there it
 * tells its users, one thing at a time, and there its timers fire. Messages find their transaction by their
 * branch; one that ended leaves nothing behind. It never waits.
 */
public final class Transactions {

    private final Ground ground;
    private final Timers timers;
    private final int most;
    private final Requests user;
    private final Map<Key, ClientTransaction> clients = new HashMap<>();
    private final Map<Key, ServerTransaction> servers = new HashMap<>();
    private Machines machines = Machines.STANDARD;
    private volatile boolean full;
    private long stray;
    private long copies;
    private long unreadable;
    private long refused;

    /**
     * @param most with so many open it {@link #isFull}, and requests from the network that begin something
     *             get 503. With twice as many nothing else is taken either, and ours are not sent
     */
    public Transactions(Ground ground, Timers timers, int most, Requests user) {
        this.ground = ground;
        this.timers = timers;
        this.most = most;
        this.user = user;
    }

    /**
     * Sends a request and tells what becomes of it, never before this has returned.
     *
     * @param request any but an ACK or a CANCEL, whole but for its Via, which is added here; refused with
     *                {@link SipSyntax} where it is not
     */
    public ClientTransaction send(SipRequest request, Hop to, Consumer<ClientEvent> listener) {
        return send(request, to, ground.word(), listener);
    }

    /**
     * The same under a branch that can be made again, so that a later process can {@link #cancelEarlier} it.
     *
     * @param branch without its cookie: another for each request, and none that can be guessed
     */
    public ClientTransaction send(SipRequest request, Hop to, String branch,
            Consumer<ClientEvent> listener) {
        if (request.method().equals("ACK") || request.method().equals("CANCEL")) {
            throw new IllegalArgumentException("not a transaction of its own: " + request.method());
        }
        SipRequest whole = withVia(request, to, branch);
        whole.requireComplete();
        var transaction = new ClientTransaction(this, whole, to, listener);
        if (hasRoom(whole, false)) {
            begin(transaction);
        } else {
            noRoom(listener);
        }
        return transaction;
    }

    private void noRoom(Consumer<ClientEvent> listener) {
        String why = "there are as many open transactions as may be: " + open();
        ground.owner().execute(() -> listener.accept(new ClientEvent.NotSent(why)));
    }

    /**
     * Asks the other side to stop an INVITE that an earlier process of ours may have sent, and tells what
     * becomes of both; the INVITE itself is not sent. Who has never had it refuses the CANCEL or says
     * nothing, and after 64·T1 it is {@link ClientEvent.TimedOut}.
     */
    public void cancelEarlier(SipRequest invite, Hop to, String branch, Stopping listener) {
        SipRequest whole = withVia(invite, to, branch);
        whole.requireComplete();
        if (hasRoom(whole, false)) {
            var transaction = new ClientTransaction(this, whole, to, listener::invite);
            transaction.resume(State.PROCEEDING);
            add(transaction);
            transaction.cancel(listener::cancel);
        } else {
            noRoom(listener::invite);
        }
    }

    /** Sends the ACK of a 2xx, whole but for its Via; it is sent again by whoever hears that 2xx again. */
    public void acknowledge(SipRequest ack, Hop to, Consumer<String> failed) {
        ground.wire().send(withVia(ack, to, ground.word()), to,
                why -> ground.owner().execute(() -> failed.accept(why)));
    }

    /** Takes a message from the network. */
    public void receive(SipMessage message, Hop from) {
        switch (message) {
            case SipRequest request -> request(request, from);
            case SipResponse response -> response(response);
        }
    }

    /**
     * Whether nothing more should be begun: what is there may still need as many again. For any thread.
     */
    public boolean isFull() {
        return full;
    }

    /** How many transactions are open. */
    public int open() {
        return clients.size() + servers.size();
    }

    public Counts counts() {
        return new Counts(stray, copies, unreadable, refused);
    }

    Ground ground() {
        return ground;
    }

    Timers timers() {
        return timers;
    }

    Machines machines() {
        return machines;
    }

    /** For tests that show what the loss of a row does. */
    void follow(Machines others) {
        machines = others;
    }

    void begin(ClientTransaction transaction) {
        add(transaction);
        transaction.begin();
    }

    private void add(Transaction begun) {
        switch (begun) {
            case ClientTransaction client -> clients.put(client.key(), client);
            case ServerTransaction server -> servers.put(server.key(), server);
        }
        full = open() >= most;
    }

    void forget(Transaction ended) {
        switch (ended) {
            case ClientTransaction client -> clients.remove(client.key(), client);
            case ServerTransaction server -> servers.remove(server.key(), server);
        }
        full = open() >= most;
    }

    private SipRequest withVia(SipRequest request, Hop to, String word) {
        if (request.headers().first(HeaderName.VIA).isPresent()) {
            throw new IllegalArgumentException("a request of ours has a Via already");
        }
        Via via = ground.wire().via(to);
        var branch = new Parameter("branch", Key.COOKIE + word);
        var whole = new Via(via.transport(), via.host(), via.port(), via.parameters().with(branch));
        return request.with(headers -> headers.prepend(Header.of(whole)));
    }

    private void response(SipResponse response) {
        Key key = answered(response);
        if (key == null) {
            unreadable++;
            return;
        }
        ClientTransaction client = clients.get(key);
        if (client == null) {
            stray++;
            if (response.isSuccess() && response.cseq().method().equals("INVITE")) {
                user.strayed(response);
            }
        } else if (!client.receive(response)) {
            copies++;
        }
    }

    /**
     * An answer with more than our Via was not made for us (RFC 3261 §8.1.3.3). Beside what names its
     * transaction and its dialog, much may be wrong with it: a busy number is busy, whatever its Contact.
     */
    private static @Nullable Key answered(SipResponse response) {
        try {
            response.from();
            response.to().tag();
            response.callId();
            List<Via> vias = response.vias();
            return vias.size() == 1 ? Key.answered(vias.getFirst(), response.cseq()) : null;
        } catch (SipSyntax e) {
            return null;
        }
    }

    private void request(SipRequest heard, Hop from) {
        SipRequest request;
        Key key;
        try {
            request = heard.seenFrom(from.host(), from.port());
            key = Key.heard(request);
        } catch (SipSyntax e) {
            unreadable++;
            return;
        }
        ServerTransaction known = servers.get(key);
        if (request.method().equals("ACK")) {
            acknowledged(request, known);
        } else if (known != null) {
            copies++;
            known.again();
        } else {
            first(request, from, key);
        }
    }

    private void acknowledged(SipRequest ack, @Nullable ServerTransaction invite) {
        boolean told = invite == null || invite.state() == State.ACCEPTED;
        if (told && !isComplete(ack)) {
            unreadable++;
        } else if (invite == null) {
            user.acknowledged(ack);
        } else if (!invite.acknowledged(ack)) {
            stray++;
        }
    }

    private void first(SipRequest request, Hop from, Key key) {
        if (!isComplete(request)) {
            unreadable++;
            refuse(request, from, 400);
        } else if (request.method().equals("CANCEL")) {
            cancel(request, from, servers.get(key.invite()));
        } else if (!hasRoom(request, true)) {
            refused++;
            refuse(request, from, 503);
        } else {
            begin(new ServerTransaction(this, request, from, user));
        }
    }

    /** When no more may begin, what has begun can still be ended. */
    private boolean hasRoom(SipRequest request, boolean begins) {
        boolean isNew = begins && request.to().tag().isEmpty();
        return open() < (isNew ? most : 2L * most);
    }

    private void begin(ServerTransaction transaction) {
        add(transaction);
        transaction.begin();
    }

    /**
     * RFC 3261 §9.2: the CANCEL is answered whatever becomes of the INVITE, which must wait to be stopped.
     */
    private void cancel(SipRequest cancel, Hop from, @Nullable ServerTransaction invite) {
        if (invite == null) {
            refuse(cancel, from, 481);
            return;
        }
        begin(new ServerTransaction(this, cancel, from, new Cancelling(invite, user)));
    }

    /** Without a transaction: a copy is refused again, with the same tag. */
    private void refuse(SipRequest request, Hop from, int status) {
        String tag = Integer.toHexString(Key.heard(request).hashCode());
        ground.wire().send(Answer.to(request, status, tag), from.answering(request.topVia()), why -> {
        });
    }

    private static boolean isComplete(SipRequest request) {
        try {
            request.requireComplete();
            return true;
        } catch (SipSyntax e) {
            return false;
        }
    }
}
