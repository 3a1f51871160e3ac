using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Schema;

/// <summary>Adds the tables that belong to a book to <see cref="LedgerModelSnapshot"/>.</summary>
internal static class BookTablesSnapshot
{
    internal static void Add(ModelBuilder model)
    {
        model.Entity("ForceOps.Postgres.Schema.AccountRow", table =>
        {
            table.Property<Guid>("Book").HasColumnType("uuid").HasColumnName("book");
            table.Property<long>("Id").HasColumnType("bigint").HasColumnName("id");
            table.Property<decimal>("Balance").HasColumnType("numeric").HasColumnName("balance");
            table.Property<decimal>("CreditLimit").HasColumnType("numeric").HasColumnName("credit_limit");
            table.Property<string>("Currency").IsRequired().HasColumnType("text").HasColumnName("currency");
            table.Property<string>("Fees").HasColumnType("text").HasColumnName("fees");
            table.Property<decimal>("Held").HasColumnType("numeric").HasColumnName("held");
            table.Property<string>("Kind").IsRequired().HasColumnType("text").HasColumnName("kind");
            table.Property<decimal?>("LimitPerDay").HasColumnType("numeric").HasColumnName("limit_per_day");
            table.Property<decimal?>("LimitPerOperation").HasColumnType("numeric").HasColumnName("limit_per_operation");
            table.Property<DateTimeOffset>("OpenedAt").HasColumnType("timestamp with time zone").HasColumnName("opened_at");
            table.Property<string>("Processing").IsRequired().HasColumnType("text").HasColumnName("processing");
            table.Property<string>("Profile").HasColumnType("text").HasColumnName("profile");
            table.Property<decimal>("Spent").HasColumnType("numeric").HasColumnName("spent");
            table.Property<DateOnly?>("SpentOn").HasColumnType("date").HasColumnName("spent_on");
            table.Property<string>("Status").IsRequired().HasColumnType("text").HasColumnName("status");
            table.Property<long>("Version").HasColumnType("bigint").HasColumnName("version");
            table.HasKey("Book", "Id");
            table.ToTable("accounts");
        });
        model.Entity("ForceOps.Postgres.Schema.AccountStatusRow", table =>
        {
            table.Property<Guid>("Book").HasColumnType("uuid").HasColumnName("book");
            table.Property<string>("Status").HasColumnType("text").HasColumnName("status");
            table.Property<string>("AllowedOperations").IsRequired().HasColumnType("text").HasColumnName("allowed_operations");
            table.Property<bool>("IsFinal").HasColumnType("boolean").HasColumnName("is_final");
            table.HasKey("Book", "Status");
            table.ToTable("account_statuses");
        });
        model.Entity("ForceOps.Postgres.Schema.AttemptRow", table =>
        {
            table.Property<Guid>("Book").HasColumnType("uuid").HasColumnName("book");
            table.Property<long>("Id").HasColumnType("bigint").HasColumnName("id");
            table.Property<long>("AccountId").HasColumnType("bigint").HasColumnName("account_id");
            table.Property<decimal?>("Amount").HasColumnType("numeric").HasColumnName("amount");
            table.Property<string>("Channel").IsRequired().HasColumnType("text").HasColumnName("channel");
            table.Property<DateTimeOffset>("CreatedAt").HasColumnType("timestamp with time zone").HasColumnName("created_at");
            table.Property<string>("Currency").HasColumnType("text").HasColumnName("currency");
            table.Property<bool>("Declined").HasColumnType("boolean").HasColumnName("declined");
            table.Property<string>("Metadata").HasColumnType("text").HasColumnName("metadata");
            table.Property<string>("TrackingId").IsRequired().HasColumnType("text").HasColumnName("tracking_id");
            table.HasKey("Book", "Id");
            table.ToTable("attempts");
        });
        model.Entity("ForceOps.Postgres.Schema.AuthorizationRow", table =>
        {
            table.Property<Guid>("Book").HasColumnType("uuid").HasColumnName("book");
            table.Property<long>("Id").HasColumnType("bigint").HasColumnName("id");
            table.Property<long>("AccountId").HasColumnType("bigint").HasColumnName("account_id");
            table.Property<decimal>("Amount").HasColumnType("numeric").HasColumnName("amount");
            table.Property<bool>("AskedAll").HasColumnType("boolean").HasColumnName("asked_all");
            table.Property<bool>("AskedFees").HasColumnType("boolean").HasColumnName("asked_fees");
            table.Property<decimal>("CanceledAmount").HasColumnType("numeric").HasColumnName("canceled_amount");
            table.Property<decimal>("CanceledFee").HasColumnType("numeric").HasColumnName("canceled_fee");
            table.Property<string>("Channel").IsRequired().HasColumnType("text").HasColumnName("channel");
            table.Property<string>("Cid").IsRequired().HasColumnType("text").HasColumnName("cid");
            table.Property<long?>("CounterpartId").HasColumnType("bigint").HasColumnName("counterpart_id");
            table.Property<string>("Currency").IsRequired().HasColumnType("text").HasColumnName("currency");
            table.Property<string>("Denied").HasColumnType("text").HasColumnName("denied");
            table.Property<string>("Descriptor").HasColumnType("text").HasColumnName("descriptor");
            table.Property<DateTimeOffset>("EventDate").HasColumnType("timestamp with time zone").HasColumnName("event_date");
            table.Property<string>("External").HasColumnType("text").HasColumnName("external");
            table.Property<decimal>("Fee").HasColumnType("numeric").HasColumnName("fee");
            table.Property<short>("Impact").HasColumnType("smallint").HasColumnName("impact");
            table.Property<bool>("InTimeline").HasColumnType("boolean").HasColumnName("in_timeline");
            table.Property<string>("Metadata").HasColumnType("text").HasColumnName("metadata");
            table.Property<long?>("OriginalId").HasColumnType("bigint").HasColumnName("original_id");
            table.Property<bool?>("OriginalOnNetwork").HasColumnType("boolean").HasColumnName("original_on_network");
            table.Property<long?>("ParentId").HasColumnType("bigint").HasColumnName("parent_id");
            table.Property<string>("ProcessingCode").IsRequired().HasColumnType("text").HasColumnName("processing_code");
            table.Property<string>("TrackingId").HasColumnType("text").HasColumnName("tracking_id");
            table.Property<string>("Type").IsRequired().HasColumnType("text").HasColumnName("type");
            table.Property<DateTimeOffset?>("ValueDate").HasColumnType("timestamp with time zone").HasColumnName("value_date");
            table.HasKey("Book", "Id");
            table.ToTable("authorizations");
        });
        model.Entity("ForceOps.Postgres.Schema.BookRow", table =>
        {
            table.Property<Guid>("Book").ValueGeneratedOnAdd().HasColumnType("uuid").HasColumnName("book");
            table.Property<DateTimeOffset?>("AbandonedAt").HasColumnType("timestamp with time zone").HasColumnName("abandoned_at");
            table.Property<DateTimeOffset>("CreatedAt").HasColumnType("timestamp with time zone").HasColumnName("created_at");
            table.HasKey("Book");
            table.ToTable("books");
        });
        model.Entity("ForceOps.Postgres.Schema.DelayedOperationRow", table =>
        {
            table.Property<Guid>("Book").HasColumnType("uuid").HasColumnName("book");
            table.Property<long>("Id").HasColumnType("bigint").HasColumnName("id");
            table.Property<DateTimeOffset>("AcceptedAt").HasColumnType("timestamp with time zone").HasColumnName("accepted_at");
            table.Property<long>("AccountId").HasColumnType("bigint").HasColumnName("account_id");
            table.Property<DateTimeOffset>("DueAt").HasColumnType("timestamp with time zone").HasColumnName("due_at");
            table.Property<string>("Operation").IsRequired().HasColumnType("text").HasColumnName("operation");
            table.Property<long?>("OtherAccountId").HasColumnType("bigint").HasColumnName("other_account_id");
            table.Property<DateTimeOffset?>("RetryAt").HasColumnType("timestamp with time zone").HasColumnName("retry_at");
            table.Property<string>("TrackingId").IsRequired().HasColumnType("text").HasColumnName("tracking_id");
            table.Property<int>("Tries").HasColumnType("integer").HasColumnName("tries");
            table.HasKey("Book", "Id");
            table.ToTable("delayed_operations");
        });
        model.Entity("ForceOps.Postgres.Schema.DenialRow", table =>
        {
            table.Property<Guid>("Book").HasColumnType("uuid").HasColumnName("book");
            table.Property<long>("Id").HasColumnType("bigint").HasColumnName("id");
            table.Property<long>("AccountId").HasColumnType("bigint").HasColumnName("account_id");
            table.Property<string>("Cid").IsRequired().HasColumnType("text").HasColumnName("cid");
            table.Property<string>("Error").IsRequired().HasColumnType("text").HasColumnName("error");
            table.Property<DateTimeOffset>("EventDate").HasColumnType("timestamp with time zone").HasColumnName("event_date");
            table.Property<string>("Operation").IsRequired().HasColumnType("text").HasColumnName("operation");
            table.Property<string>("TrackingId").IsRequired().HasColumnType("text").HasColumnName("tracking_id");
            table.HasKey("Book", "Id");
            table.ToTable("denials");
        });
        model.Entity("ForceOps.Postgres.Schema.HoldChangeRow", table =>
        {
            table.Property<Guid>("Book").HasColumnType("uuid").HasColumnName("book");
            table.Property<long>("AuthorizationId").HasColumnType("bigint").HasColumnName("authorization_id");
            table.Property<long>("HoldId").HasColumnType("bigint").HasColumnName("hold_id");
            table.Property<long>("AccountId").HasColumnType("bigint").HasColumnName("account_id");
            table.Property<decimal>("Balance").HasColumnType("numeric").HasColumnName("balance");
            table.Property<decimal>("Change").HasColumnType("numeric").HasColumnName("change");
            table.Property<decimal>("Headroom").HasColumnType("numeric").HasColumnName("headroom");
            table.Property<decimal>("Held").HasColumnType("numeric").HasColumnName("held");
            table.HasKey("Book", "AuthorizationId", "HoldId");
            table.ToTable("hold_changes");
        });
        model.Entity("ForceOps.Postgres.Schema.MovementRow", table =>
        {
            table.Property<Guid>("Book").HasColumnType("uuid").HasColumnName("book");
            table.Property<long>("Id").HasColumnType("bigint").HasColumnName("id");
            table.Property<decimal>("Amount").HasColumnType("numeric").HasColumnName("amount");
            table.Property<long>("AuthorizationId").HasColumnType("bigint").HasColumnName("authorization_id");
            table.Property<long>("CreditAccount").HasColumnType("bigint").HasColumnName("credit_account");
            table.Property<decimal?>("CreditBalance").HasColumnType("numeric").HasColumnName("credit_balance");
            table.Property<decimal?>("CreditHeadroom").HasColumnType("numeric").HasColumnName("credit_headroom");
            table.Property<long>("DebitAccount").HasColumnType("bigint").HasColumnName("debit_account");
            table.Property<decimal?>("DebitBalance").HasColumnType("numeric").HasColumnName("debit_balance");
            table.Property<decimal?>("DebitHeadroom").HasColumnType("numeric").HasColumnName("debit_headroom");
            table.Property<string>("Kind").IsRequired().HasColumnType("text").HasColumnName("kind");
            table.HasKey("Book", "Id");
            table.ToTable("movements");
        });
        model.Entity("ForceOps.Postgres.Schema.NetworkAuthorizationRow", table =>
        {
            table.Property<Guid>("Book").HasColumnType("uuid").HasColumnName("book");
            table.Property<long>("Id").HasColumnType("bigint").HasColumnName("id");
            table.Property<long?>("AccountId").HasColumnType("bigint").HasColumnName("account_id");
            table.Property<decimal>("Amount").HasColumnType("numeric").HasColumnName("amount");
            table.Property<string>("Cid").IsRequired().HasColumnType("text").HasColumnName("cid");
            table.Property<string>("Currency").IsRequired().HasColumnType("text").HasColumnName("currency");
            table.Property<DateTimeOffset>("EventDate").HasColumnType("timestamp with time zone").HasColumnName("event_date");
            table.Property<string>("Network").IsRequired().HasColumnType("text").HasColumnName("network");
            table.HasKey("Book", "Id");
            table.ToTable("network_authorizations");
        });
        model.Entity("ForceOps.Postgres.Schema.ProcessingCodeRow", table =>
        {
            table.Property<Guid>("Book").HasColumnType("uuid").HasColumnName("book");
            table.Property<string>("Code").HasColumnType("text").HasColumnName("code");
            table.Property<string>("Description").HasColumnType("text").HasColumnName("description");
            table.Property<decimal>("FeeFixed").HasColumnType("numeric").HasColumnName("fee_fixed");
            table.Property<string>("FeeMethod").IsRequired().HasColumnType("text").HasColumnName("fee_method");
            table.Property<decimal>("FeePercent").HasColumnType("numeric").HasColumnName("fee_percent");
            table.Property<short>("Impact").HasColumnType("smallint").HasColumnName("impact");
            table.Property<string>("OperationType").IsRequired().HasColumnType("text").HasColumnName("operation_type");
            table.Property<string>("ReversalCode").HasColumnType("text").HasColumnName("reversal_code");
            table.HasKey("Book", "Code");
            table.ToTable("processing_codes");
        });
        model.Entity("ForceOps.Postgres.Schema.StatusChangeRow", table =>
        {
            table.Property<Guid>("Book").HasColumnType("uuid").HasColumnName("book");
            table.Property<long>("Id").HasColumnType("bigint").HasColumnName("id");
            table.Property<long>("AccountId").HasColumnType("bigint").HasColumnName("account_id");
            table.Property<string>("Cid").IsRequired().HasColumnType("text").HasColumnName("cid");
            table.Property<DateTimeOffset>("EventDate").HasColumnType("timestamp with time zone").HasColumnName("event_date");
            table.Property<string>("NewDescription").HasColumnType("text").HasColumnName("new_description");
            table.Property<long?>("NewReasonId").HasColumnType("bigint").HasColumnName("new_reason_id");
            table.Property<string>("NewStatus").IsRequired().HasColumnType("text").HasColumnName("new_status");
            table.Property<string>("OldDescription").HasColumnType("text").HasColumnName("old_description");
            table.Property<long?>("OldReasonId").HasColumnType("bigint").HasColumnName("old_reason_id");
            table.Property<string>("OldStatus").IsRequired().HasColumnType("text").HasColumnName("old_status");
            table.HasKey("Book", "Id");
            table.ToTable("status_changes");
        });
    }
}
