namespace ForceOps.Tests.Optimistic;

/// <summary>Says what must hold of each posting when it commits, and of each answer when it is given.</summary>
internal static class ModelClaims
{
    /// <param name="strictly">True to claim also what the house does not promise: that nothing which was looked at before a change was
    /// answered commits afterwards.</param>
    internal static Violation OfPosting(in ModelState state, in ModelSession session, ModelForce force, byte tag, bool strictly)
    {
        ref readonly var book = ref state.Books[session.Book];
        var answers = state.Batches[ModelDatabase.BatchOf(tag)].Answers;
        return true switch
        {
            _ when book.Posted[force.TrackingId] != 0 => Violation.TrackingIdPostedTwice,
            _ when session.Id <= book.Accounts[force.Account].LastId => Violation.IdsDescend,
            _ when session.Book != state.Book && Sent(session, Change.Reset) => Violation.PostedToTheBookOfBefore,
            _ when book.Rules == 0 && Sent(session, Change.Rules) => Violation.PostedByOldRules,
            _ when session.Path != SessionPath.Worker && book.Accounts[force.Account].IsDelayed != 0 && Sent(session, Change.Setting) =>
                Violation.PostedPastASetting,
            _ when session.Path != SessionPath.Worker && answers[(tag - 1) / 2 % 2] == ForceAnswer.Refused => Violation.RefusedYetPosted,
            _ when strictly && session.Book != state.Book && (state.Answered & (int)Change.Reset) != 0 =>
                Violation.CommittedAfterTheSwitchWasAnswered,
            _ when strictly && book.Rules == 0 && (state.Answered & (int)Change.Rules) != 0 => Violation.CommittedAfterTheRulesWereAnswered,
            _ => Violation.None,
        };
    }

    /// <param name="strictly">True to claim it also of a request that was accepted for later: its 202 may be lost, and it posted before anybody
    /// looks.</param>
    internal static Violation OfAnswer(
        in ModelState state, in ModelSession session, ModelForce force, byte tag, ForceAnswer answer, bool strictly)
    {
        ref readonly var book = ref state.Books[session.Book];
        var hasWaited = force.IsDelayed || session.IsLate != 0;
        var (posted, waiting) = (book.Posted[force.TrackingId], book.Waiting[force.TrackingId]);
        return answer switch
        {
            ForceAnswer.Posted when posted != tag => Violation.AnsweredButNotThere,
            ForceAnswer.Posted when session.Book != state.Book && Sent(session, Change.Reset) => Violation.PostedToTheBookOfBefore,
            ForceAnswer.Repeated when posted == 0 && waiting == 0 => Violation.AnsweredButNotThere,
            // The clients of a request that was never sent again must not hear that it was.
            ForceAnswer.Repeated when posted == tag && (strictly || !hasWaited) => Violation.ToldOfARepeatThatWasNone,
            ForceAnswer.Refused when IsAnywhere(state, force.TrackingId, tag) => Violation.RefusedYetPosted,
            ForceAnswer.None or ForceAnswer.Posted or ForceAnswer.Repeated or ForceAnswer.Refused or ForceAnswer.Waits
                or ForceAnswer.Unknown => Violation.None,
        };
    }

    private static bool IsAnywhere(in ModelState state, int trackingId, byte tag) =>
        state.Books[0].Posted[trackingId] == tag || state.Books[1].Posted[trackingId] == tag;

    private static bool Sent(in ModelSession session, Change after) => (session.SentAfter & (int)after) != 0;
}
