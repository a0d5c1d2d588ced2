//! What is said on the command line of staff: who is invited, cleared and dismissed.

use clap::Args;
use clap::Subcommand;
use clap::ValueEnum;
use peerline_core::vocab::Clearance;
use peerline_core::vocab::Role;
use peerline_core::vocab::Tier;

use super::DataArgs;
use crate::commands;

/// Whom to invite.
#[derive(Args, Clone, Debug)]
pub(crate) struct InviteArgs {
    /// What they will be on the line
    #[arg(long, value_enum)]
    pub(crate) role: StaffRole,
    /// Up to which tier they are cleared, if that is not what the line clears everybody for
    #[arg(long, value_enum, value_name = "TIER")]
    pub(crate) tier: Option<TierName>,
    /// Certify them for people under age; needs --tier, as both are one decision
    #[arg(long, requires = "tier")]
    pub(crate) minors: bool,
    #[command(flatten)]
    pub(crate) at: DataArgs,
}

impl InviteArgs {
    fn clearance(&self) -> Option<Clearance> {
        let minors = self.minors;
        self.tier.map(|tier| Clearance {
            tier: tier.into(),
            minors,
        })
    }
}

/// How soon people are needed whom a supporter may be given.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum TierName {
    Routine,
    Soon,
    Urgent,
}

impl From<TierName> for Tier {
    fn from(name: TierName) -> Self {
        match name {
            TierName::Routine => Self::Routine,
            TierName::Soon => Self::Soon,
            TierName::Urgent => Self::Urgent,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum StaffCommand {
    /// Print everybody with a role or a passkey
    List(DataArgs),
    /// Clear a supporter for something of their own, at once; everybody else is cleared as
    /// the configuration says
    Clear {
        /// Whom, as `list` prints it
        #[arg(allow_hyphen_values = true)]
        account: String,
        /// Up to which tier
        #[arg(long, value_enum, value_name = "TIER")]
        tier: TierName,
        /// Certify them for people under age; without it they are not certified any more
        #[arg(long)]
        minors: bool,
        /// Where the running line is
        #[command(flatten)]
        at: DataArgs,
    },
    /// Take every role and every passkey from somebody, at once
    Dismiss {
        /// Whom, as `list` prints it
        #[arg(allow_hyphen_values = true)]
        account: String,
        /// Where the running line is
        #[command(flatten)]
        at: DataArgs,
    },
}

/// A role that is given by the operator.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum StaffRole {
    /// Gives support
    Supporter,
    /// Is paged in a crisis
    Responder,
    /// Keeps the rules
    Moderator,
    /// Signs the gravest steps
    Supervisor,
    /// Leads a circle
    Facilitator,
    /// In training; reads along, visibly
    Observer,
}

impl From<StaffRole> for Role {
    fn from(role: StaffRole) -> Self {
        match role {
            StaffRole::Supporter => Self::Supporter,
            StaffRole::Responder => Self::Responder,
            StaffRole::Moderator => Self::Moderator,
            StaffRole::Supervisor => Self::Supervisor,
            StaffRole::Facilitator => Self::Facilitator,
            StaffRole::Observer => Self::Observer,
        }
    }
}

/// Makes an invitation.
pub(super) fn invite(args: &InviteArgs) -> Result<(), commands::Failure> {
    commands::invite(&args.at.data, args.role.into(), args.clearance())
}

/// Does what is wished about staff.
pub(super) fn run(wish: StaffCommand) -> Result<(), commands::Failure> {
    match wish {
        StaffCommand::List(at) => commands::list_staff(&at.data),
        StaffCommand::Clear {
            account,
            tier,
            minors,
            at,
        } => {
            let tier = tier.into();
            commands::clear_staff(&at.data, &account, Clearance { tier, minors })
        }
        StaffCommand::Dismiss { account, at } => commands::dismiss_staff(&at.data, &account),
    }
}
