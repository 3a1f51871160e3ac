using FluentValidation;

namespace ForceOps.Api.Bluefin;

internal sealed class InitValidator : AbstractValidator<InitBody>
{
    internal InitValidator()
    {
        RuleFor(body => body.Others).MustBeEmpty();
        RuleFor(body => body.Description).MustBeDescription();
        RuleFor(body => body.Customer).MustBeCustomer();
        RuleFor(body => body.Customer == null ? null : body.Customer.BillingAddress).MustBeAddress("customer.billingAddress", isShipping: false);
        RuleFor(body => body.ShippingAddress).MustBeAddress("shippingAddress", isShipping: true);
    }
}
