//! `dealerbook serve`

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

use clap::Args;

use crate::failure::Failure;
use crate::serve::{Keeper, Server, Watch};
use crate::session::Session;

/// Where browsers find the portal, and what of it.
#[derive(Args, Debug)]
pub struct Serve {
    /// The port to listen on; 0 takes any that is free
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The address to listen on; 0.0.0.0 lets phones in the same network see the portal too
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// Also show drafts and what is dated in the future
    #[arg(long)]
    drafts: bool,
    /// Look at all files every second instead of being told by the system, as is needed on some network drives
    #[arg(long)]
    poll: bool,
}

impl Serve {
    /// Serves until it is stopped.
    pub fn execute(self, session: &Session) -> Result<(), Failure> {
        let texts = session.texts();
        let folder = session.folder()?;
        // Before the first look, so that nothing that changes meanwhile is missed.
        let watch = Watch::new(&folder, session.front_end_folder(), self.poll);
        let keeper = Keeper::new(session, folder, self.drafts)?;
        let asked = SocketAddr::new(self.host, self.port);
        let server = Server::start(asked, &keeper, texts)
            .map_err(|error| Failure::new("listen").with("address", asked).because(&error))?;
        let address = server.address();
        if !address.ip().is_loopback() {
            session.warn(texts.get("command.serve.open"));
        }
        if watch.polls() && !self.poll {
            session.warn(texts.get("command.serve.polls"));
        }
        session.say(&texts.fill("command.serve.listening", &[("address", &url(address))]));
        keeper.run(watch)
    }
}

/// What to type into a browser.
fn url(mut address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        address.set_ip(own_address().unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)));
    }
    format!("http://{address}/")
}

/// This machine's address in its network. Nothing is sent: the system only says which way it would send.
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    Some(socket.local_addr().ok()?.ip())
}
