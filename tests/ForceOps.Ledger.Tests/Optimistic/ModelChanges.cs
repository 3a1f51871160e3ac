namespace ForceOps.Tests.Optimistic;

/// <summary>
/// Models what people change: BookSwitch with OrgReset, ProcessingCodes and AccountStatuses (one transaction behind the org's row), and
/// Accounts.SetAsync (one transaction behind the account's row). A change is answered after its commit.
/// </summary>
internal sealed class ModelChanges(Scenario scenario, Mutation mutation)
{
    /// <summary>What a setting adds to a version: more than all postings of the model, as 2^32 is in the service.</summary>
    private const byte Setting = 32;

    internal bool TryStep(ref ModelState state, Change change)
    {
        if (state.ChangeStep == ChangeStep.Committed)
        {
            (state.ChangeStep, state.Answered) = (ChangeStep.None, (byte)(state.Answered | (byte)change));
            state.ChangesDone++;
            return true;
        }
        if (change == Change.Setting)
            return TrySet(ref state);
        if (change == Change.Rules && mutation == Mutation.VersionBeforeRules && state.ChangeStep == ChangeStep.None)
        {
            (state.Label, state.ChangeStep) = ((byte)(state.Label + 1), ChangeStep.Halfway);
            return true;
        }
        // Nobody else locks the org's row, and nobody sees anything of the transaction before its commit: it is one step.
        if (change == Change.Reset)
        {
            state.Book = 1;
            state.Books[1].Rules = scenario.ResetRemovesCode ? (byte)0 : (byte)1;
        }
        else
        {
            state.Books[state.Book].Rules = 0;
        }
        var keeps = state.ChangeStep == ChangeStep.Halfway || (change == Change.Reset
            && mutation is Mutation.SwitchKeepsVersion or Mutation.SwitchKeepsVersionAndNoBookCheck);
        state.Label += keeps ? (byte)0 : (byte)1;
        state.ChangeStep = ChangeStep.Committed;
        return true;
    }

    private bool TrySet(ref ModelState state)
    {
        if (state.ChangeStep == ChangeStep.None)
        {
            if (ModelDatabase.HolderOf(state, state.Book, 0, ModelDatabase.Person) != ModelDatabase.Nobody)
                return false;
            (state.ChangeStep, state.ChangeBook) = (ChangeStep.Locked, state.Book);
            return true;
        }
        ref var account = ref state.Books[state.ChangeBook].Accounts[0];
        account.IsDelayed = 1;
        account.Version +=
            mutation == Mutation.SettingRaisesByOne ? (byte)1 : mutation == Mutation.SettingRaisesNothing ? (byte)0 : Setting;
        state.ChangeStep = ChangeStep.Committed;
        return true;
    }
}
