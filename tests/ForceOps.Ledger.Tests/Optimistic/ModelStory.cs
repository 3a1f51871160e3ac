using System.Runtime.InteropServices;

namespace ForceOps.Tests.Optimistic;

/// <summary>Says what happened between two states: who, and which of that one's steps.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ModelEvent(EventKind Kind, int Who, int What);

internal enum EventKind : byte
{
    SentOptimistic, SentLocking, Step, Deadlock, Timeout, Lost, LostAndRefused, OrphanEnds, Dies, WorkBegins, Change, End,
}

/// <summary>Tells a trace as a story, one line for each step.</summary>
internal sealed class ModelStory(Scenario scenario)
{
    internal string Tell(Violation broken, IReadOnlyList<Successor> trace)
    {
        var lines = new List<string>();
        var before = new WritingModel(scenario).First();
        foreach (var step in trace)
        {
            lines.Add($"{lines.Count + 1,3}. {Line(before, step)}");
            before = step.State;
        }
        return $"{scenario.Name}: {broken}{Environment.NewLine}{string.Join(Environment.NewLine, lines)}";
    }

    private string Line(in ModelState before, in Successor step) => step.Event.Kind switch
    {
        EventKind.SentOptimistic => $"{Batch(before, step.Event.Who, step.Event.What)}: decided on what is remembered, one statement is sent",
        EventKind.SentLocking => $"{Batch(before, step.Event.Who, step.Event.What)}: the locking path begins",
        EventKind.Step => $"{Session(before, step.Event.Who)} {Did(before, step)}",
        EventKind.Deadlock => $"{Session(before, step.Event.Who)} is ended by the deadlock detector",
        EventKind.Timeout => $"{Session(before, step.Event.Who)} has waited for a lock in vain",
        EventKind.Lost => $"{Session(before, step.Event.Who)} loses its connection, and its service runs it again",
        EventKind.LostAndRefused => $"{Session(before, step.Event.Who)} loses its connection, and its clients hear 503",
        EventKind.OrphanEnds => $"{Session(before, step.Event.Who)} is rolled back",
        EventKind.Dies => $"service {Name(step.Event.Who)} dies and starts again",
        EventKind.WorkBegins => $"the worker claims t{step.Event.Who + 1}",
        EventKind.Change => $"{(Change)step.Event.Who}: {Changed((ChangeStep)step.Event.What, step.State.ChangeStep)}",
        EventKind.End => "and nobody can go on",
    };

    private static string Changed(ChangeStep before, ChangeStep after) => (before, after) switch
    {
        (ChangeStep.Committed, _) => "answered",
        (_, ChangeStep.Committed) => "committed",
        (_, ChangeStep.Locked) => "has the account's row locked",
        (_, ChangeStep.Halfway) => "the version is committed, the rules are not",
        (_, ChangeStep.None) => "nothing",
    };

    private string Batch(in ModelState state, int batch, int service) =>
        $"{Forces(scenario.Batches[batch].Forces)} at {Name(service)}{(state.Batches[batch].Step == BatchStep.Unanswered ? ", sent once more" : "")}";

    private string Session(in ModelState state, int self)
    {
        ref readonly var session = ref state.Sessions[self];
        var orphan = session.IsOrphan != 0 ? ", whom nobody hears," : "";
        return session.Path == SessionPath.Worker
            ? $"the worker{orphan}"
            : $"{Forces(scenario.Batches[session.Batch].Forces)} at {Name(session.Service)}{orphan}";
    }

    private static string Forces(IReadOnlyList<ModelForce> forces) =>
        string.Join(" and ", forces.Select(force => $"t{force.TrackingId + 1} ({force.Amount} on account {force.Account + 1})"));

    private static string Did(in ModelState before, in Successor step)
    {
        ref readonly var was = ref before.Sessions[step.Event.Who];
        var after = step.State;
        ref readonly var now = ref after.Sessions[step.Event.Who];
        var isOver = now.Step == SessionStep.None || (now.Step == SessionStep.Sent && was.Step != SessionStep.Sent);
        return (SessionStep)step.Event.What switch
        {
            SessionStep.Sent => $"begins in book {was.Book + 1}{(now.Index == 0 && now.Step == SessionStep.Lock ? " and waits for a lock" : Read(now))}",
            SessionStep.Lock => $"gets its next lock{Read(now)}",
            SessionStep.Look => isOver ? "take_ids refuses" : $"take_ids agrees, id {now.Id}",
            SessionStep.ReadOrg => isOver ? "finds another book, or something that waits, and begins again" : $"reads the org: version {now.Label}, id {now.Id}",
            SessionStep.ReadWaiting => "looks for what waits",
            SessionStep.ReadPosted => isOver ? "finds nothing to save" : "looks for its tracking ids and decides",
            SessionStep.ReadRules => "reads the rules and decides",
            SessionStep.Insert => isOver ? "finds the tracking id taken, and runs again" : "inserts a row",
            SessionStep.Update => isOver ? "finds another balance, and runs again" : "swaps a balance",
            SessionStep.Commit => $"commits in book {was.Book + 1}",
            SessionStep.Hear => "is answered",
            SessionStep.None => "does nothing",
        };
    }

    private static string Read(in ModelSession session) => session.Path == SessionPath.Optimistic
        ? session.Misfits == 0 ? " (all fits so far)" : " (it does not fit)"
        : $" (reads balance {session.Loaded[0].Balance} and {session.Loaded[1].Balance})";

    private static char Name(int service) => (char)('A' + service);
}
