using Payments;

await PaymentsApp.Create(args).RunAsync();
